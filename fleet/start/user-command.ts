import { randomUUID } from 'node:crypto';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { areaCode, areaOf, root } from '../../shared/areas/jiangxi.ts';
import { Role } from '../../shared/contracts/fleet/role.ts';
import { NewUserName } from '../../shared/contracts/fleet/user.ts';
import { joinBilingual } from '../../shared/contracts/meaning.ts';
import { identityKey } from '../../shared/contracts/spelling.ts';
import { errorText } from '../../shared/error-text.ts';
import { leaveUserRequest, usersIn } from '../adapters/sqlite/user-requests.ts';
import { codeHash, newCode } from '../auth/one-time-code.ts';
import { userView } from '../auth/user-view.ts';
import { readFleetConfig } from '../config.ts';
import { limits } from '../limits.ts';
import type { UserRecord, UserRequest } from '../registry/user-records.ts';

const failed = 1;
const wrongUsage = 2;

/** `--config` may stand before or after `user`; in the first case `yaoju fleet` has taken it. */
interface Flags {
  readonly config?: string;
}

/** What is asked for, without what every request has. */
type Wish = Omit<UserRequest, 'id' | 'at' | 'invitation'>;

function complain(line: string, code: number): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = code;
}

const nameOf = (text: string): string => {
  const name = NewUserName.safeParse(text);
  if (name.success) return name.data;
  throw new InvalidArgumentError('2 to 32 letters, digits, . _ -');
};

const areaFlag = (text: string): string => {
  if (areaOf(text) !== null) return areaCode(text);
  throw new InvalidArgumentError('It should be the code of an area, such as 360102.');
};

/** Does something in the data folder of a configuration, and says in one line why it cannot. */
function within({ config }: Flags, work: (dataDir: string) => void): void {
  const loaded = readFleetConfig(config ?? null, process.env);
  if (!loaded.ok) return complain(loaded.line, wrongUsage);
  try {
    work(loaded.config.dataDir);
  } catch (error) {
    complain(`${loaded.config.dataDir}: ${errorText(error)}`, failed);
  }
}

const line = (user: UserRecord): string => {
  const { user: name, role, area, state, locked, lastSignIn } = userView(user);
  const last = lastSignIn === null ? '–' : new Date(lastSignIn).toISOString();
  return [name, role, area, locked ? 'locked' : state, last].join('\t');
};

/** Leaves a request and shows the code with which the user sets a password. */
function ask(flags: Flags, wish: Wish): void {
  within(flags, (dataDir) => {
    const isThere = usersIn(dataDir).some(({ user }) => identityKey(user) === identityKey(wish.user));
    if (wish.act === 'reset' && !isThere) return complain(joinBilingual(absent(wish.user)), wrongUsage);
    if (wish.act === 'add' && isThere) return complain(joinBilingual(present(wish.user)), wrongUsage);
    const code = newCode();
    const at = Date.now();
    const invitation = { hash: codeHash(code), expires: at + limits.invitationMs };
    leaveUserRequest(dataDir, { id: randomUUID(), at, invitation, ...wish });
    process.stdout.write(
      `data · 数据 ${dataDir}\nuser · 用户 ${wish.user}    code · 邀请码 ${code}\n` +
        'Within seconds if the server runs, otherwise from its next start, this user sets a password with this code on the sign-in page. ' +
        'The code is valid once, for 72 hours, and is shown only now.\n' +
        '服务器运行时数秒内生效，否则下次启动后生效：该用户在登录页用此邀请码设置密码。邀请码只能用一次，72 小时内有效，仅显示一次。\n',
    );
  });
}

const absent = (user: string) => ({ en: `there is no user ${user}`, zh: `没有用户 ${user}` });
const present = (user: string) => ({ en: `the user ${user} is there already`, zh: `用户 ${user} 已存在` });

/**
 * The command `yaoju fleet user`: for an administrator who forgot the password and works on the
 * server itself. It works with and without a server that runs.
 */
export function userCommand(): Command {
  const config = () => new Option('--config <file>', 'fleet.json of the server');
  const name = () => new Argument('<name>', 'user name').argParser(nameOf);
  return new Command('user')
    .description('users, for somebody at the server itself · 在服务器本机管理用户')
    .addCommand(
      new Command('list')
        .description('name, role, area, state and last sign-in of every user')
        .addOption(config())
        .action((_: Flags, command: Command) =>
          within(command.optsWithGlobals(), (dataDir) => {
            for (const user of usersIn(dataDir)) process.stdout.write(`${line(user)}\n`);
          }),
        ),
    )
    .addCommand(
      new Command('reset')
        .description('takes a forgotten password away, ends all sessions, and shows a code for another one')
        .addArgument(name())
        .option('--second-factor', 'also removes the authenticator app and the passkeys', false)
        .addOption(config())
        .action((user: string, { secondFactor }: { readonly secondFactor: boolean }, command: Command) =>
          ask(command.optsWithGlobals(), { act: 'reset', user, role: 'viewer', area: root, secondFactor }),
        ),
    )
    .addCommand(
      new Command('add')
        .description('invites a user and shows the code for the first password')
        .addArgument(name())
        .addOption(new Option('--role <role>', 'what the user may do').choices(Role.options).default('admin'))
        .addOption(new Option('--area <code>', 'the area that the user sees').argParser(areaFlag).default(root))
        .addOption(config())
        .action((user: string, { role, area }: Pick<Wish, 'role' | 'area'>, command: Command) =>
          ask(command.optsWithGlobals(), { act: 'add', user, role, area, secondFactor: false }),
        ),
    );
}
