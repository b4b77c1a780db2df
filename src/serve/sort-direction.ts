import { enumType } from './enum-type.ts';

export const SortDirection = enumType('SortDirection', 'Which end comes first.', ['ASC', 'DESC']);
