/** A box of an MP4's index: its content or child boxes. */
export type Node = { type: string; body: Buffer; nodes?: never } | Parent;
export type Parent = { type: string; nodes: Node[]; body?: never };

const PARENTS = new Set(['moov', 'trak', 'edts', 'mdia', 'minf', 'stbl']);

/** The MP4, whose index is at its end, with a modified index. */
export const editMovie = (mp4: Buffer, edit: (moov: Parent) => void): Buffer => {
  const at = mp4.lastIndexOf('moov') - 4;
  const moov: Parent = { type: 'moov', nodes: readNodes(mp4.subarray(at + 8)) };
  edit(moov);
  return Buffer.concat([mp4.subarray(0, at), writeNode(moov)]);
};

/** A box as it is written to a file. */
export const writeNode = ({ type, body, nodes }: Node): Buffer => {
  const content = body ?? Buffer.concat(nodes.map(writeNode));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};

/** The tracks of the index, in order. */
export const tracksOf = (moov: Parent): Parent[] =>
  moov.nodes.filter((node): node is Parent => node.type === 'trak');

/** Reorders the tracks, given by their old positions. */
export const orderTracks = (moov: Parent, order: number[]): void => {
  const tracks = tracksOf(moov);
  const others = moov.nodes.filter(({ type }) => type !== 'trak');
  moov.nodes = [...others, ...order.flatMap((at) => tracks[at] ?? [])];
};

/** The content of the box at the path of types, using the first of each. */
export const bodyAt = (parent: Parent, ...path: string[]): Buffer => {
  const [type = '', ...rest] = path;
  const node = parent.nodes.find((each) => each.type === type);
  if (node?.nodes && rest.length > 0) return bodyAt(node, ...rest);
  if (!node?.body) throw new Error(`There is no ${path.join('/')}`);
  return node.body;
};

/** Puts the box into the parent at the path of types, replacing those of its type. */
export const putBox = (parent: Parent, path: string[], box: Node): void => {
  const [type, ...rest] = path;
  if (type === undefined) {
    parent.nodes = [...parent.nodes.filter((node) => node.type !== box.type), box];
    return;
  }
  const next = parent.nodes.find((node): node is Parent => node.type === type && !!node.nodes);
  if (!next) throw new Error(`There is no ${type}`);
  putBox(next, rest, box);
};

const readNodes = (bytes: Buffer): Node[] => {
  const nodes: Node[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    // A copy, so that a change in one movie does not affect another.
    const body = Buffer.from(bytes.subarray(at + 8, at + size));
    nodes.push(PARENTS.has(type) ? { type, nodes: readNodes(body) } : { type, body });
    at += size;
  }
  return nodes;
};
