export { calendarRoutes, type CalendarParts } from './calendarRoutes.ts';
