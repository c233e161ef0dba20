import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { defaultCredentials } from '../../../auth/credentials.ts';
import { openDatabase } from '../../../state/database.ts';
import { startS3 } from '../s3.ts';

// S3 as a separate process, to be killed or measured: `node s3-process.ts <folder>`. Prints its port; on any input,
// prints its resident memory. Messages are rows in `published`.
const directory = process.argv[2] ?? '.';
const db = openDatabase(path.join(directory, 'state.db'));
db.exec('CREATE TABLE IF NOT EXISTS published (message TEXT NOT NULL)');
const insert = db.prepare('INSERT INTO published VALUES (?)');

const s3 = startS3({
  db,
  dir: path.join(directory, 's3'),
  credentials: defaultCredentials(),
  publish: (_topicArn, message) => void insert.run(message),
});
s3.configureBucket('bucket', {
  notifications: [{ topicArn: 't', events: ['s3:ObjectCreated:*'] }],
});

const server = http.createServer((request, response) => void s3.handle(request, response));
server.listen(0, '127.0.0.1', () => {
  // A server that listens on a port has an address of this shape.
  console.log((server.address() as AddressInfo).port);
});
process.stdin.on('data', () => console.log(process.memoryUsage.rss()));
