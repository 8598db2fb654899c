def check(b,q): return ()
