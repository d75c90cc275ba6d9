import type {Random} from './random.ts';

/**
 * The characters of entity IDs: no vowels, no look-alikes.
 *
 * Footing: documented (https://documentation.dnanexus.com/developer/api/entity-ids).
 */
const alphabet = '0123456789BFGJKPQVXYZbfgjkpqvxyz';

/** The classes of entities that the emulator makes. */
export type EntityClass =
  'job' | 'analysis' | 'applet' | 'app' | 'workflow' | 'project' | 'container' | 'file' | 'stage';

/** Makes a new ID of a class: the class, a dash and 24 characters. */
export type IdMaker = (entityClass: EntityClass) => string;

/**
 * Creates an ID maker whose IDs depend only on the random source.
 *
 * Two equal IDs are not looked for: 32^23 possibilities leave no practical chance of one.
 */
export const createIdMaker =
  (random: Random): IdMaker =>
  (entityClass) => {
    // One flat string: built letter by letter it would keep its pieces alive.
    const characters = Array.from({length: 23}, () => alphabet[random.int(0, 31)]);
    return `${entityClass}-J${characters.join('')}`;
  };
