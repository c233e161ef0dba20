/** A moment in DynamoDB's time-to-live format. */
export const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
