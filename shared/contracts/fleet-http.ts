/**
 * The fleet's HTTP API below `/api/v1` [running contract, fleet HTTP]: one schema for each body,
 * query and answer. Errors are RFC 9457 problem details (`Problem`, `application/problem+json`).
 *
 * | method and path | query or body | answer |
 * | --- | --- | --- |
 * | GET /info | | Info |
 * | POST /session · GET /session · DELETE /session | SignIn | Session · Session · 204 |
 * | GET /session/ways · GET /session/oidc · GET …/oidc/callback (browsers) | | SignInWays · 302 · 302 |
 * | POST /session/passkey/options · POST /session/passkey | PasskeySignIn | PasskeyOptions · Session |
 * | POST /invitation | AcceptInvitation | Session |
 * | GET · PATCH /account | OwnChange | OwnAccount |
 * | POST /account/password | OwnPassword | 204 |
 * | GET · DELETE /account/sessions · DELETE …/{session} | | SessionList · 204 (all others) · 204 |
 * | POST /account/second-factor · …/confirm · DELETE /account/second-factor | WithPassword · ConfirmSecondFactor · WithPassword | NewSecondFactor · BackupCodes · 204 |
 * | POST /account/passkeys/options · POST /account/passkeys · DELETE …/{passkey} | WithPassword · NewPasskey | PasskeyOptions · 201 Passkey · 204 |
 * | GET /users · POST /users · PATCH /users/{user} · DELETE /users/{user} | NewUser · UserChange | UserList · 201 UserWithInvitation · User · 204 |
 * | POST /users/{user}/reset | ResetUser | UserWithInvitation |
 * | GET · DELETE /users/{user}/sessions | | SessionList · 204 |
 * | GET /today | TodayQuery | Today |
 * | GET /machines (also .xlsx, .csv) | MachineQuery | MachineList |
 * | POST /machines | NewMachine | 201 MachineSecret |
 * | GET /machines/{id} · PATCH /machines/{id} | MachineChange | Machine |
 * | POST /machines/{id}/secret | | 201 MachineSecret |
 * | GET /machines/{id}/identity | | MachineIdentity |
 * | POST · DELETE /machines/{id}/enrolment | | 201 EnrolmentCode · 204 |
 * | POST /machines/{id}/revocation | | MachineIdentity |
 * | POST /enrolment · /enrolment/renewal (kiosks) | EnrolmentRequest · RenewalRequest | EnrolmentAnswer |
 * | PUT · DELETE /machines/{id}/contact | NewSiteContact | Machine · 204 |
 * | POST /machines/{id}/move · …/retire | Move · Retire | Machine |
 * | POST /machines/{id}/quarantine · …/release | QuarantineChange | Machine |
 * | GET /machines/{id}/events | EventQuery | EventList |
 * | GET /machines/{id}/issues · …/stock | SpanQuery | Issues · StockHistory |
 * | GET /machines/{id}/pace | | PaceCurve |
 * | GET · POST /machines/{id}/suspensions | NewSuspension | SuspensionList · 201 Suspension |
 * | PATCH · DELETE /machines/{id}/suspensions/{suspension} | SuspensionChange | Suspension · 204 |
 * | POST /machines/{id}/stop · …/resume | NewStop | StopView |
 * | GET · PUT /machines/{id}/config | ConfigChange | ConfigView |
 * | GET · POST /machines/{id}/commands | CommandQuery · NewCommand | CommandList · 201 CommandView |
 * | GET /flags | FlagQuery | FlagList |
 * | POST /flags/{id}/acknowledge · …/handling | Acknowledge · NewHandling | Flag |
 * | POST /tasks/{id}/handling | NewHandling | Task |
 * | GET /colleagues | ColleagueQuery | ColleagueList |
 * | GET · POST /recalls | RecallQuery · NewRecall | RecallList · 201 RecallView |
 * | GET /recalls/{id} · POST …/end | EndRecall | RecallView |
 * | GET /recalls/{id}/machines | RecallMachineQuery | RecallMachines |
 * | GET · PUT /screen-settings/{area} | ScreenWish | AreaScreen |
 * | GET · PUT /machines/{id}/screen-settings | ScreenWish | MachineScreen |
 * | GET · POST /staff · PATCH /staff/{id} | StaffQuery · NewStaff · StaffChange | StaffPeople · 201 StaffWithPin · StaffPerson |
 * | POST /staff/{id}/pin | NewStaffPin | StaffWithPin |
 * | GET /lots | LotQuery | LotList |
 * | GET /regions · GET /regions/{code} | | AreaTree · AreaView |
 * | GET /restock (also .xlsx, .csv) | RestockQuery | RestockPlan |
 * | GET · POST /trips | TripQuery · NewTrip | TripList · 201 Trip |
 * | GET /trips/{id} · POST …/close | CloseTrip | Trip |
 * | GET /restock-records (also .xlsx, .csv) | RestockRecordQuery | RestockRecordList |
 * | GET /reports/issued · /reports/year (also .xlsx, .csv) | ReportQuery · YearQuery | IssuedReport · YearReport |
 * | GET · POST /tokens · DELETE /tokens/{id} | NewToken | TokenList · 201 CreatedToken · 204 |
 * | GET /stream | ?region= | StreamMessage, server-sent |
 *
 * Times (`Moment`) are ms since 1970, days are local business days of the fleet's time zone.
 * Exports take `?lang=zh|en` and CSV `?bom=false`.
 */

export * from './fleet/account.ts';
export * from './fleet/area.ts';
export * from './fleet/audit.ts';
export * from './fleet/common.ts';
export * from './fleet/day-change.ts';
export * from './fleet/enrolment.ts';
export * from './fleet/flag.ts';
export * from './fleet/history.ts';
export * from './fleet/info.ts';
export * from './fleet/machine.ts';
export * from './fleet/pace.ts';
export * from './fleet/quarantine.ts';
export * from './fleet/recall.ts';
export * from './fleet/registration.ts';
export * from './fleet/restock.ts';
export * from './fleet/restock-record.ts';
export * from './fleet/role.ts';
export * from './fleet/screen.ts';
export * from './fleet/session.ts';
export * from './fleet/site-contact.ts';
export * from './fleet/staff.ts';
export * from './fleet/stop.ts';
export * from './fleet/stream.ts';
export * from './fleet/token.ts';
export * from './fleet/trip.ts';
export * from './fleet/uncounted.ts';
export * from './fleet/user.ts';
