module example.com/recipe

go 1.19
