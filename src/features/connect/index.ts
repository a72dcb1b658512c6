export {
  type DefineInstitutionPage,
  type InstitutionContext,
  type InstitutionPages,
} from './institutionPages.ts';
export { type Connect, createConnect } from './connect.ts';
