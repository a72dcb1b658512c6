export { homeRoutes } from './homeRoutes.ts';
