// One criterion over the class: every percent is saved as soon as it is typed.
import { startTable } from './grading/table.ts';

startTable();
