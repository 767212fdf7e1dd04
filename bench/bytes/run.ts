export async function measureBytes(directory: string): Promise<void> {
  console.log(directory);
}
