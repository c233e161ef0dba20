/**
 * The members of a list in AWS's query protocol, each as a separate form: `Tags.member.2.Key=a` is `Key=a` in the
 * second of `membersIn(form, 'Tags.member')`.
 */
export const membersIn = (form: URLSearchParams, list: string): URLSearchParams[] => {
  const members = new Map<number, URLSearchParams>();
  for (const [key, value] of form) {
    const [, index, field = ''] = key.startsWith(`${list}.`)
      ? (/^(\d+)\.(.+)$/su.exec(key.slice(list.length + 1)) ?? [])
      : [];
    if (index === undefined) continue;
    const member = members.get(Number(index)) ?? new URLSearchParams();
    member.append(field, value);
    members.set(Number(index), member);
  }
  return [...members].sort(([one], [other]) => one - other).map(([, member]) => member);
};
