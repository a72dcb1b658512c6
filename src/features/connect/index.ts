export { type Connect, type ConsoleDoor, createConnect } from './connect.ts';
export { isAdministrator } from './domain/administrator.ts';
