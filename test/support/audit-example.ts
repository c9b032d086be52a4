// The small transfer list by which docs/method.md shows how an audit is read; test/cli/audit.test.ts works it out by hand.
export const exampleLedger = `chain,tx,height,time,order,from,to,asset,amount,decimals
demo,t1,1,1600000000,0,X,A,USD,10,0
demo,t2,2,1600003600,0,S,A,USD,30,0
demo,t3,3,1600007200,0,A,B,USD,20,0
demo,t4,4,1600010800,0,A,E,USD,15,0
demo,t5,5,1600014400,0,A,R,USD,5,0
demo,t5,5,1600014400,1,R,E,USD,5,0
demo,t6,6,1600018000,0,B,E,USD,25,0
`;

export const exampleLabels = `chain,address,name,category,source
demo,E,Example Exchange,exchange,invented for this page
`;
