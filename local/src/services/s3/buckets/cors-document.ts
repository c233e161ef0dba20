import * as v from 'valibot';
import { S3Error } from '../http/s3-error.ts';
import { parseXml, writeXml } from '../http/xml.ts';
import type { CorsRule } from './bucket-config.ts';

const MAX_RULES = 100;
const METHODS = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];
const LISTS = ['CORSRule', 'AllowedOrigin', 'AllowedMethod', 'AllowedHeader', 'ExposeHeader'];

const Texts = v.array(v.string());
const Rule = v.object({
  ID: v.optional(v.string()),
  AllowedOrigin: v.pipe(Texts, v.minLength(1)),
  AllowedMethod: v.pipe(Texts, v.minLength(1)),
  AllowedHeader: v.optional(Texts, []),
  ExposeHeader: v.optional(Texts, []),
  MaxAgeSeconds: v.optional(v.pipe(v.string(), v.trim(), v.digits(), v.transform(Number))),
});
const Document = v.object({
  CORSConfiguration: v.object({
    CORSRule: v.pipe(v.array(Rule), v.minLength(1), v.maxLength(MAX_RULES)),
  }),
});

/** The rules of a CORSConfiguration document. */
export const parseCors = (xml: string): CorsRule[] =>
  parseXml(Document, xml, LISTS).CORSConfiguration.CORSRule.map((rule) => {
    checkMethods(rule.AllowedMethod);
    checkWildcards('AllowedOrigin', rule.AllowedOrigin);
    checkWildcards('AllowedHeader', rule.AllowedHeader);
    return {
      ...(rule.ID !== undefined && { id: rule.ID }),
      allowedOrigins: rule.AllowedOrigin,
      allowedMethods: rule.AllowedMethod,
      allowedHeaders: rule.AllowedHeader,
      exposedHeaders: rule.ExposeHeader,
      ...(rule.MaxAgeSeconds !== undefined && { maxAgeSeconds: rule.MaxAgeSeconds }),
    };
  });

/** The CORSConfiguration document of these rules. */
export const writeCors = (rules: CorsRule[]): string =>
  writeXml('CORSConfiguration', {
    CORSRule: rules.map((rule) => ({
      ID: rule.id,
      AllowedOrigin: rule.allowedOrigins,
      AllowedMethod: rule.allowedMethods,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposedHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  });

const checkMethods = (methods: string[]) => {
  const unknown = methods.find((method) => !METHODS.includes(method));
  if (unknown === undefined) return;
  throw new S3Error(
    'InvalidRequest',
    `Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`,
  );
};

const checkWildcards = (element: string, patterns: string[]) => {
  const wrong = patterns.find((pattern) => pattern.split('*').length > 2);
  if (wrong === undefined) return;
  throw new S3Error('InvalidRequest', `${element} "${wrong}" can not have more than one wildcard.`);
};
