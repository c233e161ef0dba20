import { dayOf, type LimitStore } from '@video-service/shared/limit-store';
import type { CodedError } from '@video-service/shared/errors';
import type { Labelling } from '@video-service/shared/label-row';
import { UNLIMITED_USD } from '@video-service/shared/settings';

/** The error of a picture that was not paid for, because the daily budget was used up. */
export const LABEL_BUDGET_REACHED: CodedError = {
  stage: 'labels',
  code: 'LABEL_BUDGET_REACHED',
  message: 'The daily label budget is used up.',
  hint: 'Labelling continues after midnight UTC. LABELS_USD_PER_DAY sets the budget.',
};

export type BudgetPorts = {
  detectLabels: (key: string) => Promise<Labelling>;
  limits: Pick<LimitStore, 'take' | 'giveBack'>;
  /** Reports, once a day, that the budget is used up. */
  warnOwner: (day: string) => Promise<void>;
  /** Counts pictures that were paid for, and those that were not. */
  count: (picture: 'paid' | 'saved') => void;
  now: () => number;
  usdPerDay: number;
  usdPerImage: number;
};

/**
 * The same detector within a daily budget (UTC). A picture is counted before it is paid for, so that concurrent
 * functions stay within the budget; a refused one is given back.
 */
export const withinBudget =
  ({ detectLabels, limits, warnOwner, count, now, usdPerDay, usdPerImage }: BudgetPorts) =>
  async (key: string): Promise<Labelling> => {
    const day = dayOf(now());
    const window = { id: `labels ${day.name}`, endsAt: day.endsAt };
    const isLimited = usdPerImage > 0 && usdPerDay < UNLIMITED_USD;
    const most = isLimited ? Math.floor(usdPerDay / usdPerImage + ROUNDING) : Infinity;
    if (isLimited && !(await limits.take(window, { most }))) {
      count('saved');
      await warnOnce();
      return { error: LABEL_BUDGET_REACHED };
    }
    try {
      const labelling = await detectLabels(key);
      count('paid');
      return labelling;
    } catch (error) {
      if (isLimited) await limits.giveBack(window);
      throw error;
    }

    async function warnOnce() {
      const warning = { id: `labels ${day.name} warning`, endsAt: day.endsAt };
      if (!(await limits.take(warning, { most: 1 }))) return;
      try {
        await warnOwner(day.name);
      } catch (error) {
        // The next picture tries again.
        await limits.giveBack(warning);
        throw error;
      }
    }
  };

// 1 / 0.001 is slightly less than 1,000.
const ROUNDING = 1e-6;
