export { authoringRoutes } from './authoringRoutes.ts';
