import './sign-in.css';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { Session } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { useProblemText } from '../../parts/states.tsx';
import { useLanguage, useTexts } from '../../texts/texts.tsx';

export default function SignInPage() {
  const { signIn, frame } = useTexts();
  const { language, speak } = useLanguage();
  const client = useQueryClient();
  const say = useProblemText();
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (who: { user: string; password: string }) => {
    setBusy(true);
    setFailed(null);
    try {
      const session = await api.post<Session>('/session', who);
      client.setQueryData(keys.session, session);
      await client.resetQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
    } catch (error) {
      setFailed(error);
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <div className="sign-in-mark">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1>{frame.product}</h1>
        <p>{signIn.lead}</p>
      </div>
      <Form layout="vertical" requiredMark={false} onFinish={enter} disabled={busy} className="sheet" size="large">
        <Form.Item name="user" label={signIn.user} rules={[{ required: true, message: signIn.needUser }]}>
          <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={signIn.password} rules={[{ required: true, message: signIn.needPassword }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {failed !== null && <Alert type="error" title={say(failed)} role="alert" />}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {signIn.submit}
        </Button>
        <p className="soft">{signIn.forgot}</p>
      </Form>
      <Button
        type="text"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        aria-label={frame.languageLabel}
        onClick={() => speak(language === 'zh' ? 'en' : 'zh')}
      >
        {frame.language}
      </Button>
    </main>
  );
}
