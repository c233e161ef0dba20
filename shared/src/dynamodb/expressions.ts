import { type Change, CLAUSES } from './changes.ts';
import { all, type Condition } from './conditions.ts';
import { createPlaceholders, type Placeholders } from './placeholders.ts';

/** The parameters of an update with these changes, applied only if the condition holds. */
export const update = (changes: Change[], condition?: Condition) => {
  const placeholders = createPlaceholders();
  return {
    UpdateExpression: updateExpression(changes, placeholders),
    ...(condition && { ConditionExpression: condition.write(placeholders) }),
    ...placeholders.parameters(),
  };
};

/** The parameters of a put or a deletion that is applied only if the condition holds. */
export const when = (condition: Condition) => {
  const placeholders = createPlaceholders();
  return {
    ConditionExpression: condition.write(placeholders),
    ...placeholders.parameters(),
  };
};

/** The parameters of a query: the partition, and a condition on the sort key. */
export const where = (...conditions: [Condition, ...Condition[]]) => {
  const placeholders = createPlaceholders();
  return {
    KeyConditionExpression: all(...conditions).write(placeholders),
    ...placeholders.parameters(),
  };
};

/** The parameters of a scan that returns only the rows for which the condition holds. */
export const filter = (condition: Condition) => {
  const placeholders = createPlaceholders();
  return {
    FilterExpression: condition.write(placeholders),
    ...placeholders.parameters(),
  };
};

const updateExpression = (changes: Change[], placeholders: Placeholders): string => {
  const clauses = CLAUSES.flatMap((clause) => {
    const terms = changes.flatMap((change) => (change.clause === clause ? change.terms : []));
    return terms.length > 0
      ? [`${clause} ${terms.map((write) => write(placeholders)).join(', ')}`]
      : [];
  });
  // DynamoDB would create a row of nothing but its key.
  if (clauses.length === 0) throw new Error('The update changes nothing');
  return clauses.join(' ');
};
