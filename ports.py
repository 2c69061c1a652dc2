import re,glob,os
port={}
files={'Broker':'broker','BrokerEvents':'broker','BrokerRefusal':'broker','MachineAuthenticator':'broker','Clock':'clock','FleetEvent':'events','DayIssue':'figure-store','FigureStore':'figure-store','FleetStore':'fleet-store','QuarantinedDatabase':'fleet-store','RecoveredData':'fleet-store','Ids':'ids','Ledgers':'ledgers','Page':'page','ReadStore':'read-store','RegistryStore':'registry-store','TelemetryStore':'telemetry-store','UserStore':'user-store'}
for n in ['FigureStore','Ledgers','ReadStore','RegistryStore','TelemetryStore','UserStore']:
    t=open(f'fleet/ports/{files[n]}.ts').read()
    t=t[t.index(f'export interface {n} '):]
    for m in re.findall(r'^  ([a-zA-Z]+)\(',t,re.M): port[m]=n
for f in glob.glob('fleet/**/*.ts',recursive=True):
    s=open(f).read(); o=s
    if f.startswith('fleet/service/'):
        def rep(m):
            names=re.findall(r"'(\w+)'",m.group(1)); by={}
            for n in names: by.setdefault(port[n],[]).append(n)
            return ' & '.join(f"Pick<{p}, "+' | '.join(f"'{n}'" for n in ns)+'>' for p,ns in by.items())
        s=re.sub(r"Pick<\s*FleetStore,\s*((?:\|?\s*'\w+'\s*)+)>",rep,s)
    m=re.search(r"import type \{([^}]*)\} from '((?:\.\./)+|\./)ports\.ts';\n",s)
    if m:
        names=[n.strip() for n in m.group(1).split(',') if n.strip()]
        body=s[:m.start()]+s[m.end():]
        allnames=set(names)|set(port.values())
        used=[n for n in files if n in allnames and re.search(rf'\b{n}\b',body) and (n in names or f.startswith('fleet/service/'))]
        by={}
        for n in used: by.setdefault(files[n],[]).append(n)
        imp=''.join("import type { "+', '.join(ns)+" } from '"+m.group(2)+f"ports/{p}.ts';\n" for p,ns in sorted(by.items()))
        s=s[:m.start()]+imp+s[m.end():]
    if s!=o: open(f,'w').write(s); print(f)
