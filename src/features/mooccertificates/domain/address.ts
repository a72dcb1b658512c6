/** The page that proves a certificate. @param publicUrl the tool's own address, without a slash at its end */
export const verifyUrl = (publicUrl: string, code: string): string => `${publicUrl}/certificate?code=${code}`;
