/** The payload of the confirmation button. */
export const DELETE_VIDEOS = 'DELETE_VIDEOS';

const VERB = '(?:delete|remove|erase|forget)';
const THINGS = '(?:videos?|films?|clips?|data|everything|stuff)';
const ASK = new RegExp(
  `^(?:please )?(?:${VERB} (?:all (?:of )?)?my ${THINGS}|${VERB} (?:everything|me)|${VERB} all)(?: please)?$`,
  'u',
);
const YES = /^(?:y|yes|yes please|yes delete(?: them)?(?: all)?|yep|confirm)$/u;

/** What a text or a button asks to be done with a person's videos; undefined if it is about something else. */
export const deletionStepOf = (said: string): 'ask' | 'confirm' | undefined => {
  if (said === DELETE_VIDEOS) return 'confirm';
  const words = said
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (ASK.test(words)) return 'ask';
  return YES.test(words) ? 'confirm' : undefined;
};
