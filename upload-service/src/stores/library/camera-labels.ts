import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { itemsIn, type LibraryTable } from './partition.ts';

const ROW = { partition: 'format', position: 'camera-labels' };

/**
 * Whether every video of a camera is listed by camera and label. Tables of versions before 2026-12 lack these
 * postings until they have been rebuilt; an empty table lacks nothing.
 */
export const cameraLabels = (table: LibraryTable) => {
  const { db, TableName } = table;
  // Asked each time: a table that was restored or recreated meanwhile may have changed its answer.
  const hasCameraLabels = async (): Promise<boolean> =>
    (await itemsIn(table, ROW.partition)).length > 0;
  const noteCameraLabels = async (): Promise<void> => {
    await db.send(new PutCommand({ TableName, Item: ROW }));
  };
  return {
    hasCameraLabels,

    /** Notes that from now on no posting is missing. To be called after a rebuild. */
    noteCameraLabels,

    /** Notes it of an empty table. To be called before anything is listed. */
    noteIfEmpty: async (): Promise<void> => {
      if (await hasCameraLabels()) return;
      if ((await itemsIn(table, 'months|all')).length === 0) await noteCameraLabels();
    },
  };
};
