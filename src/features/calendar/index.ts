export { calendarRoutes, type CalendarParts } from './calendarRoutes.ts';
export { buildCalendar, keyRows, type CourseCalendar, type KeyedRow } from './domain/calendar.ts';
