import type Uppy from '@uppy/core';
import type { Body } from '@uppy/core';
import type { UploadAddress } from './upload-api.ts';

/** Stored beside a file: where its upload resumes after a reload. */
export type UploadMeta = { upload?: UploadAddress | undefined } & Record<string, unknown>;
export type UploadUppy = Uppy<UploadMeta, Body>;
