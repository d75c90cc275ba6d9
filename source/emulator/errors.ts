/**
 * A refusal as the platform words it: `{"error": {"type", "message", "details"?}}` with an HTTP status.
 *
 * Footing: documented (https://documentation.dnanexus.com/developer/api/protocols), types and statuses alike.
 */
export class ApiFailure extends Error {
  readonly status: number;
  readonly type: string;
  readonly details: unknown;

  constructor(status: number, type: string, message: string, details?: unknown) {
    super(message);
    this.name = type;
    this.status = status;
    this.type = type;
    this.details = details;
  }
}

/** 400: the body is not JSON, or is not declared as such. */
export class MalformedJson extends ApiFailure {
  constructor(message: string) {
    super(400, 'MalformedJSON', message);
  }
}

/** 401: the token is missing, unknown or revoked. */
export class InvalidAuthentication extends ApiFailure {
  constructor(message: string) {
    super(401, 'InvalidAuthentication', message);
  }
}

/** 401, not 403: the token is good but its owner lacks the right. */
export class PermissionDenied extends ApiFailure {
  constructor(message: string) {
    super(401, 'PermissionDenied', message);
  }
}

/** 404: no such entity or route, or hidden from the caller. */
export class ResourceNotFound extends ApiFailure {
  constructor(message: string) {
    super(404, 'ResourceNotFound', message);
  }
}

/** 422: JSON of the wrong shape or value. */
export class InvalidInput extends ApiFailure {
  constructor(message: string) {
    super(422, 'InvalidInput', message);
  }
}

/** 422: not allowed in the object's present state. */
export class InvalidState extends ApiFailure {
  constructor(message: string) {
    super(422, 'InvalidState', message);
  }
}

/** 422: an object of the wrong class was named. */
export class InvalidType extends ApiFailure {
  constructor(message: string) {
    super(422, 'InvalidType', message);
  }
}

/** 500: a fault of the emulator itself. */
export class InternalError extends ApiFailure {
  constructor(message: string) {
    super(500, 'InternalError', message);
  }
}

/** The 404 for an entity. Footing of the wording: assumed. */
export const entityNotFound = (id: string): ResourceNotFound =>
  new ResourceNotFound(`The entity "${id}" could not be found`);
