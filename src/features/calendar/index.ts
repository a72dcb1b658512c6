export { calendarRoutes, type CalendarParts } from './calendarRoutes.ts';
export { buildCalendar, type CalendarItem, type CourseCalendar, type KeyedRow } from './domain/calendar.ts';
export { datesOfWeek, type DayNote, type TermDays } from './domain/term.ts';
export { keyRows, rowAnchor } from './domain/calendar.ts';
export { feedFacts, type FeedRow } from './domain/feed.ts';
export { createFeedService, type FeedParts } from './feedService.ts';
export { feedRoutes } from './feedRoutes.ts';
