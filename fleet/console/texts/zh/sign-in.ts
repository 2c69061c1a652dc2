/** The sign-in page. */
export const signIn = {
  title: '登录',
  lead: '今日做什么、去哪台、带什么，一看就知道。',
  user: '用户名',
  password: '密码',
  submit: '登录',
  needUser: '请填用户名',
  needPassword: '请填密码',
  show: '显示密码',
  forgot: '忘了密码？请找本区域管理员重设。',
};
