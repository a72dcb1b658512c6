// The gradebook: a class's marks as a spreadsheet, saved and added up while one types.
import { startGradebook } from './gradebook/gradebook.ts';

startGradebook();
