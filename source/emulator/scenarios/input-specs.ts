import type {WireParameter} from '../../wire/executable.ts';

const text = (name: string, help: string): WireParameter => ({name, class: 'string', optional: true, help});

/** What the lab's executables take that are not in the catalogue, by their names. All of it may be left out: a pipeline's stages get theirs from others. */
export const inputSpecs: Readonly<Record<string, readonly WireParameter[]>> = {
  gatk_mutect2: [
    text('tumour', 'Name of the tumour sample'),
    text('normal', 'Name of the normal sample'),
    {name: 'intervals', class: 'array:string', optional: true},
  ],
  regenie_step1: [
    text('phenotype', 'A column of the phenotype table'),
    {name: 'covariates', class: 'array:string', optional: true},
    {name: 'block_size', class: 'int', default: 1000},
  ],
  ensembl_vep: [
    text('vcf', 'Path of the variants'),
    text('assembly', 'Of the reference'),
    {name: 'options', class: 'hash', optional: true, help: 'For the command line of VEP'},
  ],
  hail_gwas: [
    text('phenotype', 'A column of the phenotype table'),
    {name: 'min_maf', class: 'float', default: 0.01, help: 'Rarer variants are left out'},
  ],
  glimpse2_phase: [
    text('chromosome', 'As the reference calls it'),
    text('panel', 'The reference panel'),
    {name: 'burn_in', class: 'int', default: 5},
  ],
};
