/** How much time goes into the picture. It shapes the study pack's bytes, so it is part of a run's identity. */
export const QUALITIES = ['draft', 'standard', 'high'] as const;
export type Quality = (typeof QUALITIES)[number];
