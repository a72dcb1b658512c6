export { type Connect, createConnect } from './connect.ts';
