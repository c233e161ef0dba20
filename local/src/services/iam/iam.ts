import { createHmac } from 'node:crypto';
import { ACCOUNT_ID } from '../../engine/account.ts';
import type { ApiCall, Credentials, CredentialsStore } from '../../auth/credentials.ts';
import type { AccessKey } from '../../aws-port/access-key.ts';
import { refusalFor } from './refusal.ts';
import { grantsTo, type Grant, type IdentityPolicy } from './policy.ts';

/** Called for each call that a role makes, with whether it is permitted. */
export type OnRoleCall = (call: ApiCall & { roleArn: string; isAllowed: boolean }) => void;

/** Temporary credentials of a role, as Lambda passes them to a function. */
export type SessionCredentials = AccessKey & { sessionToken: string };

export type Iam = ReturnType<typeof createIam>;

/** Who can sign requests, and their permissions: the owner's are unlimited, a role's come from its policies. */
export const createIam = (owner: AccessKey, onRoleCall: OnRoleCall = () => undefined) => {
  const roles = new Map<string, Grant[]>();
  const identities = new Map<string, Credentials>([[owner.accessKeyId, owner]]);
  const credentials: CredentialsStore = identities;

  return {
    /** Looks up the signer by access key. */
    credentials,

    /** Creates the role, or replaces its policies; its open sessions change with it. */
    configureRole(arn: string, policies: IdentityPolicy[]) {
      roles.set(arn, grantsTo(arn, policies));
    },

    removeRole(arn: string) {
      roles.delete(arn);
    },

    /**
     * The credentials of a role under a session's name: always the same, so that a URL signed with them outlives a
     * restart of the engine.
     */
    assumeRole(roleArn: string, sessionName: string): SessionCredentials {
      const { accessKeyId, ...secrets } = deriveKey(owner, `${roleArn} ${sessionName}`);
      const principal = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${nameIn(roleArn)}/${sessionName}`;
      const refusal = refusalFor({ arn: roleArn, principal }, () => roles.get(roleArn) ?? []);
      identities.set(accessKeyId, {
        ...secrets,
        principal,
        refusal: (call) => {
          const message = refusal(call);
          onRoleCall({ roleArn, ...call, isAllowed: message === undefined });
          return message;
        },
      });
      return { accessKeyId, ...secrets };
    },
  };
};

const deriveKey = ({ secretAccessKey }: AccessKey, session: string): SessionCredentials => {
  const digits = createHmac('sha512', secretAccessKey).update(session).digest('hex');
  return {
    accessKeyId: `ASIA${digits.slice(0, 16).toUpperCase()}`,
    secretAccessKey: digits.slice(16, 56),
    sessionToken: digits.slice(56),
  };
};

const nameIn = (roleArn: string) => roleArn.slice(roleArn.lastIndexOf('/') + 1);
