// The grading panel: marks are typed, saved and added up while one grades, without loading the page again.
import { startPanel } from './grading/panel.ts';

startPanel();
