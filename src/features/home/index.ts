export { homePath, homeRoutes } from './homeRoutes.ts';
