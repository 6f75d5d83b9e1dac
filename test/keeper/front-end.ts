import { connectOrStart } from '../../src/wire/connect.ts';

/** A front end that connects, says which keeper welcomed it, and goes. */
const link = await connectOrStart(JSON.parse(process.argv[2] ?? '') as Parameters<typeof connectOrStart>[0]);
process.stdout.write(String(link.welcome.keeperPid));
link.close();
