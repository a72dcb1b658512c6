export { calendarRoutes, type CalendarParts } from './calendarRoutes.ts';
export { buildCalendar, type CalendarItem, type CourseCalendar, type KeyedRow } from './domain/calendar.ts';
export { rowAnchor } from './domain/calendar.ts';
