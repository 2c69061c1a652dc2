import type { FleetEvent } from '../ports/events.ts';
import type { ServicePorts } from './service-ports.ts';

/** Emits events such that a failing observer does not stop the work. */
export const emitSafely =
  ({ emit, emitFailed }: Pick<ServicePorts, 'emit' | 'emitFailed'>) =>
  (event: FleetEvent): void => {
    try {
      emit(event);
    } catch (error) {
      emitFailed?.(event, error);
    }
  };
