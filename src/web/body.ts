import express, { type Request, type RequestHandler, type Response } from 'express';
import multer from 'multer';
import { AppError } from '../kernel/errors.ts';

const defaultLimit = 1_000_000;

function run(handler: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    // Express's own next() hands on whatever a parser threw.
    handler(request, response, (error?: unknown) =>
      error === undefined ? resolve() : reject(toAppError(error)),
    );
  });
}

function toAppError(error: unknown): Error {
  const type = (error as { type?: string }).type;
  const code = (error as { code?: string }).code;
  if (type === 'entity.too.large' || code === 'LIMIT_FILE_SIZE' || code === 'LIMIT_FIELD_VALUE') {
    return new AppError('too-large', {}, { cause: error });
  }
  if (type !== undefined || code?.startsWith('LIMIT_') || error instanceof Error) {
    return new AppError('bad-request', { reason: 'body' }, { cause: error });
  }
  return new AppError('bad-request', { reason: 'body' });
}

/** Reads a form or JSON body of at most `limit` bytes into `request.body`. Fields given twice become arrays. */
export async function readBody(request: Request, response: Response, limit = defaultLimit): Promise<void> {
  const { form, json } = parsersOf(limit);
  await run(form, request, response);
  // The second parser passes over what the first has read.
  if (request.body === undefined) await run(json, request, response);
}

interface Parsers {
  readonly form: RequestHandler;
  readonly json: RequestHandler;
}

const parsers = new Map<number, Parsers>();

/** Making a parser costs more than reading a small body with it, so there is one for each limit. */
function parsersOf(limit: number): Parsers {
  let known = parsers.get(limit);
  if (known === undefined) {
    known = {
      form: express.urlencoded({ extended: false, limit, parameterLimit: 20_000 }),
      json: express.json({ limit, strict: true }),
    };
    parsers.set(limit, known);
  }
  return known;
}

/** Reads a multipart form with at most one file, which stays in memory. */
export async function readUpload(
  request: Request,
  response: Response,
  upload: { field: string; maxBytes: number },
): Promise<{ name: string; bytes: Buffer } | null> {
  const parser = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: upload.maxBytes, files: 1, fields: 20, fieldSize: 100_000, parts: 30 },
    // Browsers send file names as UTF-8.
    defParamCharset: 'utf8',
  }).single(upload.field);
  await run(parser, request, response);
  return request.file === undefined ? null : { name: request.file.originalname, bytes: request.file.buffer };
}
