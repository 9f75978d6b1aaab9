declare module 'jstat' {
  const jStat: {
    chisquare: { cdf(x: number, df: number): number }
    normal: { inv(p: number, mean: number, deviation: number): number }
  }
  export default jStat
}
