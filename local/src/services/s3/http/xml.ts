import XMLBuilder from 'fast-xml-builder';
import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import * as v from 'valibot';
import { S3Error } from './s3-error.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const MAX_DEPTH = 8;

const builder = new XMLBuilder({ ignoreAttributes: false, suppressBooleanAttributes: false });

/** A document with one root element; `undefined` values are omitted, arrays repeat their element. */
export const writeXml = (root: string, content: object): string =>
  document(root, { '@_xmlns': NAMESPACE, ...content });

/** An error document, which has no namespace. */
export const writeErrorXml = (content: object): string => document('Error', content);

const document = (root: string, content: object) =>
  escapeControls(`<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: content })}`);

// A parser would turn a raw carriage return into a line feed and refuse the others.
const escapeControls = (xml: string) =>
  // eslint-disable-next-line no-control-regex -- these are what must not get out raw
  xml.replace(/[\0-\x08\v\f\r\x0e-\x1f\x7f]/gu, (char) => `&#${char.charCodeAt(0)};`);

/** Parses a request's body to a type; no entities but XML's own, no DOCTYPE. */
export const parseXml = <Schema extends v.GenericSchema>(
  schema: Schema,
  xml: string,
  arrays: string[] = [],
): v.InferOutput<Schema> => {
  const result = v.safeParse(schema, parseTree(xml, arrays));
  if (!result.success) throw new S3Error('MalformedXML');
  return result.output;
};

const parseTree = (xml: string, arrays: string[]): unknown => {
  // No document that S3 accepts has a document type, which would allow entities and entity bombs.
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(xml)) throw new S3Error('MalformedXML');
  const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    maxNestedTags: MAX_DEPTH,
    processEntities: false,
    tagValueProcessor: (_name, value) => decodeEntities(value),
    isArray: (name) => arrays.includes(name),
  });
  try {
    SyntaxValidator.validate(xml);
    return parser.parse(xml);
  } catch {
    throw new S3Error('MalformedXML');
  }
};

// Only XML's own entities: the parser's numeric ones come only together with all of HTML's.
const decodeEntities = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/giu, (_all, ...groups) => {
    const [decimal, hex, name] = groups as (string | undefined)[];
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? '';
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
