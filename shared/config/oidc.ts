import { z } from 'zod';
import { means, meansSecret } from '../contracts/meaning.ts';
import { isLoopback } from './loopback.ts';

const host = /^http:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i;

/** Whether a URL is an issuer's, to which secrets are sent by HTTPS or within this computer. */
function isIssuer(url: string): boolean {
  const plainTo = host.exec(url)?.[1];
  return (plainTo === undefined || isLoopback(plainTo)) && !url.includes('/.well-known/');
}

/** The office's own identity provider, with which people may sign in (OpenID Connect). */
export const OidcConfig = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/ })
    .refine(isIssuer)
    .meta(
      means(
        "the identity provider's https:// URL, without /.well-known/…; http:// only on this computer",
        '身份认证服务的 https:// 地址，不含 /.well-known/…；只有服务在本机时可用 http://',
      ),
    ),
  clientId: z
    .string()
    .min(1)
    .max(256)
    .meta(means("this server's name at the provider", '本系统在身份认证服务中登记的客户端编号')),
  clientSecret: z
    .string()
    .min(1)
    .max(1024)
    .meta(meansSecret("this server's secret at the provider", '本系统在身份认证服务中登记的客户端密钥')),
  name: z
    .strictObject({
      zh: z
        .string()
        .min(1)
        .max(30)
        .default('统一身份认证')
        .meta(means("the provider's name on the sign-in page, in Chinese", '登录页面上显示的中文名称')),
      en: z
        .string()
        .min(1)
        .max(60)
        .default('your office account')
        .meta(means("the provider's name on the sign-in page, in English", '登录页面上显示的英文名称')),
    })
    .prefault({}),
  claim: z
    .string()
    .min(1)
    .max(64)
    .default('preferred_username')
    .meta(
      means(
        'the claim that holds the user name; the provider must not let people choose it themselves. email counts only if email_verified is true',
        '写有用户名的声明（claim），其内容不能由本人自行更改；用 email 时须有 email_verified: true',
      ),
    ),
  suffix: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta(
      means(
        'with what the claim must end before it is cut off, such as @office.example; what is left is the user name',
        '声明内容必须以此结尾，如 @office.example，之前的部分即为用户名',
      ),
    ),
});
export type OidcConfig = z.output<typeof OidcConfig>;
