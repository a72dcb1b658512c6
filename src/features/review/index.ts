export { reviewPath, type ReviewParts } from './reviewService.ts';
export { reviewRoutes } from './reviewRoutes.ts';
