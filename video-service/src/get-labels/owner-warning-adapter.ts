import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** Notifies the operator's alarm topic that a day's budget is used up; does nothing without a topic. */
export const createOwnerWarning =
  (TopicArn: string, usdPerDay: number, sns = new SNSClient()) =>
  async (day: string): Promise<void> => {
    if (TopicArn === '') return;
    const Message = [
      `The label budget of $${usdPerDay} for ${day} (UTC) is used up.`,
      'Videos still get their previews and captures; labelling continues after midnight UTC.',
      'LABELS_USD_PER_DAY in settings.yml sets the budget.',
    ].join('\n');
    await sns.send(
      new PublishCommand({ TopicArn, Subject: 'Video bank: label budget used up', Message }),
    );
  };
