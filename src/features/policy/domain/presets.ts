import { firstPolicy, type InstitutionPolicy } from '../../grading/index.ts';

/**
 * What a new version can begin with, by the document that it follows. KazNU's syllabus and exam programme give scale,
 * formula and rounding; AlmaU's tutoring regulation and KazNRTU's procedure 715 name the controls and no figures, so the
 * rest of theirs is the national scale and the usual formula. The last two are rules that public policies have.
 */
export const presets = {
  kaznu: firstPolicy,
  almau: firstPolicy,
  kaznrtu: firstPolicy,
  'half-admission': {
    ...firstPolicy,
    thresholds: { eachMidterm: 50, meanMidterm: null, exam: 50 },
  },
  'no-fx': {
    ...firstPolicy,
    resits: 0,
    scale: firstPolicy.scale
      .filter(({ letter }) => letter !== 'FX')
      .map(row => (row.letter === 'F' ? { ...row, max: 49 } : row)),
  },
} as const satisfies Record<string, InstitutionPolicy>;

export type Preset = keyof typeof presets;
export const presetNames = Object.keys(presets) as Preset[];
