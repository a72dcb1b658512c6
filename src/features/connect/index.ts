export { registerRoutes, type RegisterParts } from './registerRoutes.ts';
