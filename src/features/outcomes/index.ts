export { outcomesRoutes } from './outcomesRoutes.ts';
export { createLinkStore } from './linkStore.ts';
