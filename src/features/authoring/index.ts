export { authoringRoutes } from './authoringRoutes.ts';
export { rowRoutes } from './rowRoutes.ts';
