import { useQuery } from '@tanstack/react-query';
import type { AreaScreen, MachineScreen, StaffPeople } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';

/** The path of what is set for the screens of an area. */
export const areaScreenPath = (area: string): string => `/screen-settings/${area}`;

/** The path of what is set for the screen of a machine. */
export const machineScreenPath = (machine: string): string =>
  `/machines/${encodeURIComponent(machine)}/screen-settings`;

/** The path of a person who works at machines. */
export const staffPath = (id: string, rest = ''): string => `/staff/${id}${rest}`;

/** What is set for the screens of an area, and what applies there. */
export const useAreaScreen = (area: string) =>
  useQuery({
    queryKey: keys.screens(area),
    queryFn: ({ signal }) => api.get<AreaScreen>(areaScreenPath(area), {}, signal),
  });

/** What applies at a machine, and who may work there. */
export const useMachineScreen = (machine: string) =>
  useQuery({
    queryKey: [...keys.machine(machine), 'screen-settings'],
    queryFn: ({ signal }) => api.get<MachineScreen>(machineScreenPath(machine), {}, signal),
  });

/** The people who may work at machines of an area. */
export const useStaff = (region: string) =>
  useQuery({
    queryKey: keys.staff(region),
    queryFn: ({ signal }) => api.get<StaffPeople>('/staff', { region }, signal),
  });
