/** The sides of an experiment. */
export const arms = ['TREATED', 'CONTROL'] as const;
export type Arm = (typeof arms)[number];
