"""What stands between the network and the pages: which requests are answered, who asks, how much may be handed in.

Nothing here draws a page or knows of reports; it sees requests, addresses and names. What a person may change is asked
by `shared/access`, which answers for every write of the process.
"""
