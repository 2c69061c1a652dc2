import { ScreenChoices } from '../registry/screen-choices.ts';
import { StaffRegister } from '../registry/staff-register.ts';
import { type AdditionDependencies, Additions } from './additions.ts';
import { type ConfigurationDependencies, ConfigurationService } from './configuration.ts';
import { Follower, type FollowerDependencies } from './follower.ts';
import { type RecallDependencies, RecallService } from './recalls.ts';
import { type ScreenDependencies, ScreenService } from './screens.ts';
import type { ServicePorts } from './service-ports.ts';
import { type StaffDependencies, StaffService } from './staff.ts';

/** What the services need from outside of each other. */
type Dependencies = Omit<AdditionDependencies, 'screenChoices' | 'staffRegister' | 'screenProducts'> &
  Omit<ConfigurationDependencies, 'additions'> &
  Omit<FollowerDependencies, 'additions' | 'configuration'> &
  Omit<RecallDependencies, 'follower'> &
  Omit<ScreenDependencies, 'additions' | 'follower' | 'screenChoices' | 'staffRegister'> &
  Omit<StaffDependencies, 'follower' | 'staffRegister'> &
  Pick<ServicePorts, 'screenProducts'>;

/** The services of what is entered for areas and becomes part of their machines' configurations. */
export interface AreaServices {
  readonly configuration: ConfigurationService;
  readonly follower: Follower;
  readonly recalls: RecallService;
  readonly staff: StaffService;
  readonly screens: ScreenService;
  /** Reads what was entered from the store. */
  open(): Promise<void>;
}

/** Composes the services. */
export function areaServices({ screenProducts = [], ...given }: Dependencies): AreaServices {
  const base = { ...given, screenProducts, screenChoices: new ScreenChoices(), staffRegister: new StaffRegister() };
  const additions = new Additions(base);
  const configuration = new ConfigurationService({ ...base, additions });
  const follower = new Follower({ ...base, additions, configuration });
  const followed = { ...base, additions, follower };
  const recalls = new RecallService(followed);
  const staff = new StaffService(followed);
  const screens = new ScreenService(followed);
  const open = async (): Promise<void> => {
    await recalls.open();
    await staff.open();
    await screens.open();
  };
  return { configuration, follower, recalls, staff, screens, open };
}
