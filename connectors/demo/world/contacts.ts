/** Invented: nobody is called so, and no mail goes to .alt, which RFC 9476 keeps out of the internet's names. */
export const firstNames = [
  'Anna',
  'Bruno',
  'Carla',
  'Dario',
  'Elsa',
  'Fritz',
  'Greta',
  'Hugo',
  'Ilse',
  'Jacques',
  'Klara',
  'Louis',
  'Marta',
  'Nils',
  'Olga',
  'Paul',
  'Rosa',
  'Sami',
  'Tina',
  'Ugo',
];
export const lastNames = [
  'Aromatini',
  'Bohnenberger',
  'Caffettini',
  'Demitasse',
  'Espressini',
  'Filtermann',
  'Grindwell',
  'Kettleworth',
  'Latteria',
  'Mokarossa',
  'Noisette',
  'Portafiltro',
  'Ristrettini',
  'Siebtraeger',
  'Tassemoulin',
  'Tostatini',
];

const familySize = 3;
const families = 500;

/** Number of the family that shares one address, null for nearly everybody. */
export const familyOf = (index: number) => (index % families < familySize ? Math.floor(index / families) : null);

/** The address of a family, of a hotel's front desk that dozens of accounts use, or a placeholder; null for one's own. */
export function sharedEmail(index: number): string | null {
  const family = familyOf(index);
  if (family !== null) return `famiglia.zuccherini.${family}@posta.alt`;
  if (index % 100 === 50 && index < 3000) return 'portineria@hotel-moka.alt';
  if (index % 1000 === 777) return 'test@posta.alt';
  return null;
}

/** Beginnings of the numbers that France keeps for fiction: none rings anywhere. */
const reserved = ['19900', '26191', '35301', '46571', '53649'];

/** In E.164, another for everybody; null when the reserved numbers are used up. */
export function phoneOf(index: number): string | null {
  const number = Math.floor(index / reserved.length);
  return number > 9999 ? null : `+33${reserved[index % reserved.length]}${String(number).padStart(4, '0')}`;
}

/** The same number as people type it. */
export const typed = (phone: string) => phone.replace(/^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '+33 $1 $2-$3-$4-$5');
