export { type DefineInstitutionPage, type InstitutionContext, type InstitutionPages } from './institution.ts';
export { type Connect, createConnect } from './connect.ts';
