import type Uppy from '@uppy/core';
import type { Body } from '@uppy/core';
import type { UploadAddress } from './upload-api.ts';

/** What is kept of a file beside the file: where its upload goes on after a reload. */
export type UploadMeta = { upload?: UploadAddress | undefined } & Record<string, unknown>;
export type UploadUppy = Uppy<UploadMeta, Body>;
